import { closePaymentWindow } from './window.js';

closePaymentWindow();
