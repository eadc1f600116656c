/** Adds records to the store at argv[2] until it is killed; says when the first is on disk. */
import { createCallStore } from '../src/sqlite/call-store.js'
import { someRecord } from './record.js'

const store = createCallStore(process.argv[2] as string)
let call = 0
const addSome = (): void => {
  for (let i = 0; i < 100; i += 1) {
    call += 1
    store.add(someRecord(call))
  }
  setImmediate(addSome)
}
addSome()
await store.flush()
process.stdout.write('written\n')
