/**
 * The tables of a call store, and how they came to be. A migration is never changed once it was released; a new one is
 * added to the end. `user_version` counts those that were run, `application_id` says whose file it is.
 */
import type { Insert, StoreStatements } from './messages.js'

/** 'CWCS' */
export const applicationId = 0x43574353

export const migrations: readonly string[] = [
  `
  CREATE TABLE call (
    id INTEGER PRIMARY KEY,
    journal TEXT NOT NULL,
    call INTEGER NOT NULL,
    arrived_at_ms INTEGER NOT NULL,
    ended_at_ms INTEGER,
    closed_at_ms INTEGER NOT NULL,
    trunk TEXT,
    channel INTEGER,
    caller TEXT,
    dialed TEXT,
    route INTEGER,
    flow TEXT,
    language TEXT,
    tags TEXT NOT NULL,
    choices TEXT NOT NULL,
    answered_by TEXT,
    wait_ms INTEGER NOT NULL,
    talk_ms INTEGER NOT NULL,
    hold_ms INTEGER NOT NULL,
    wrap_up_ms INTEGER NOT NULL,
    survey TEXT NOT NULL,
    messages TEXT NOT NULL,
    recordings TEXT NOT NULL,
    callback TEXT,
    dialed_out TEXT,
    refused TEXT,
    outcome TEXT,
    ended_by TEXT,
    end_cause TEXT,
    UNIQUE (journal, call, arrived_at_ms)
  ) STRICT;
  CREATE INDEX call_by_time ON call (arrived_at_ms);
  CREATE INDEX call_by_caller ON call (caller, arrived_at_ms);
  CREATE INDEX call_by_dialed_out ON call (dialed_out, arrived_at_ms);

  CREATE TABLE queue_visit (
    call_id INTEGER NOT NULL REFERENCES call (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    queue TEXT NOT NULL,
    entered_at_ms INTEGER NOT NULL,
    left_at_ms INTEGER,
    because TEXT,
    refused INTEGER NOT NULL,
    wait_ms INTEGER NOT NULL,
    key TEXT,
    callback INTEGER NOT NULL,
    PRIMARY KEY (call_id, place)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX queue_visit_by_queue ON queue_visit (queue, entered_at_ms);

  CREATE TABLE offer (
    call_id INTEGER NOT NULL REFERENCES call (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    offer INTEGER NOT NULL,
    queue TEXT NOT NULL,
    agent TEXT NOT NULL,
    made_at_ms INTEGER NOT NULL,
    ring_ms INTEGER NOT NULL,
    ended TEXT,
    because TEXT,
    PRIMARY KEY (call_id, place)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX offer_by_agent ON offer (agent, made_at_ms);

  CREATE TABLE conversation (
    call_id INTEGER NOT NULL REFERENCES call (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    agent TEXT NOT NULL,
    queue TEXT,
    leg INTEGER NOT NULL,
    answered_at_ms INTEGER NOT NULL,
    talk_ms INTEGER NOT NULL,
    hold_ms INTEGER NOT NULL,
    wrap_up_ms INTEGER NOT NULL,
    ended_by TEXT,
    PRIMARY KEY (call_id, place)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX conversation_by_agent ON conversation (agent, answered_at_ms);

  CREATE TABLE agent_period (
    journal TEXT NOT NULL,
    agent TEXT NOT NULL,
    state TEXT NOT NULL,
    start_ms INTEGER NOT NULL,
    length_ms INTEGER NOT NULL,
    because TEXT NOT NULL,
    reason TEXT,
    call INTEGER,
    UNIQUE (journal, agent, start_ms, state, length_ms, because)
  ) STRICT;
  CREATE INDEX agent_period_by_time ON agent_period (start_ms);

  CREATE TABLE queue_interval (
    journal TEXT NOT NULL,
    queue TEXT NOT NULL,
    start_ms INTEGER NOT NULL,
    end_ms INTEGER NOT NULL,
    counts TEXT NOT NULL,
    PRIMARY KEY (journal, queue, start_ms)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE agent_interval (
    journal TEXT NOT NULL,
    queue TEXT NOT NULL,
    start_ms INTEGER NOT NULL,
    end_ms INTEGER NOT NULL,
    times TEXT NOT NULL,
    PRIMARY KEY (journal, queue, start_ms)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  ALTER TABLE call ADD COLUMN direction TEXT NOT NULL DEFAULT 'in';
  ALTER TABLE call ADD COLUMN extension TEXT;
  ALTER TABLE call ADD COLUMN transfers TEXT NOT NULL DEFAULT '[]';
  `,
  `
  ALTER TABLE call ADD COLUMN answered_at_ms INTEGER;
  ALTER TABLE call ADD COLUMN clearings TEXT NOT NULL DEFAULT '[]';
  `,
]

/** Fields of a call record with a column of their own; `json` ones are kept as JSON text. */
export const callColumns = [
  'call',
  'arrivedAtMs',
  'endedAtMs',
  'closedAtMs',
  'trunk',
  'channel',
  'caller',
  'dialed',
  'route',
  'flow',
  'language',
  'tags',
  'choices',
  'answeredBy',
  'waitMs',
  'talkMs',
  'holdMs',
  'wrapUpMs',
  'survey',
  'messages',
  'recordings',
  'callback',
  'dialedOut',
  'refused',
  'outcome',
  'endedBy',
  'endCause',
  'direction',
  'extension',
  'transfers',
  'answeredAtMs',
  'clearings',
] as const
export const jsonColumns: readonly string[] = [
  'tags',
  'choices',
  'survey',
  'messages',
  'recordings',
  'callback',
  'transfers',
  'clearings',
]

export const visitColumns = [
  'queue',
  'enteredAtMs',
  'leftAtMs',
  'because',
  'refused',
  'waitMs',
  'key',
  'callback',
] as const
export const offerColumns = ['offer', 'queue', 'agent', 'madeAtMs', 'ringMs', 'ended', 'because'] as const
export const conversationColumns = [
  'agent',
  'queue',
  'leg',
  'answeredAtMs',
  'talkMs',
  'holdMs',
  'wrapUpMs',
  'endedBy',
] as const
export const periodColumns = ['agent', 'state', 'startMs', 'lengthMs', 'because', 'reason', 'call'] as const

/** `arrivedAtMs` as `arrived_at_ms`. */
export const columnName = (field: string): string => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** `before` are the columns that the writer fills in itself. */
const insert = (
  table: string,
  before: readonly string[],
  fields: readonly string[],
  how = 'INSERT OR IGNORE',
): Insert => {
  const columns = [...before, ...fields].map(columnName)
  return { sql: `${how} INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`, fields }
}

export const storeStatements: StoreStatements = {
  applicationId,
  migrations,
  call: insert('call', ['journal'], callColumns),
  visit: insert('queue_visit', ['callId', 'place'], visitColumns),
  offer: insert('offer', ['callId', 'place'], offerColumns),
  conversation: insert('conversation', ['callId', 'place'], conversationColumns),
  period: insert('agent_period', ['journal'], periodColumns),
  queueRow: insert('queue_interval', ['journal', 'queue', 'startMs', 'endMs', 'counts'], [], 'INSERT OR REPLACE'),
  agentRow: insert('agent_interval', ['journal', 'queue', 'startMs', 'endMs', 'times'], [], 'INSERT OR REPLACE'),
}
