import { closeCompanyWindow } from './window.js';

closeCompanyWindow();
