// What web/mall/parcel_open.js needs of the package; the bundler leaves out what nobody imports.
//! age-encryption: Copyright 2023 The age Authors, BSD 3-Clause Licence
export { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
