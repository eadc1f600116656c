export { createEventLogFile, type EventLogFile, type EventLogFileOptions } from './event-log-file.js'
export { makeFolders } from './make-folders.js'
export { type EventLogReader, type OpenEventLogOptions, openEventLog } from './open-event-log.js'
export { findWholeBlocks, type WholeBlocks } from './whole-blocks.js'
