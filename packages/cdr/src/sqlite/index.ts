export { type CallStore, type CallStoreOptions, createCallStore } from './call-store.js'
export { type CallQuery, type CallStoreReader, openCallStore, type TimeQuery } from './open-call-store.js'
