/** What a busy lamp shows: the calls of an extension as application/dialog-info+xml, RFC 4235 section 4. */
import { escapeXml } from './escape-xml.js'

export interface WatchedDialog {
  /** The same as long as the call lasts. */
  readonly id: string
  /** `initiator`: the extension calls; `recipient`: it is called. */
  readonly direction: 'initiator' | 'recipient'
  readonly state: 'trying' | 'proceeding' | 'early' | 'confirmed' | 'terminated'
  /** Names the call for a pickup by Replaces; left out where none is to be had. */
  readonly name?: { readonly callId: string; readonly localTag: string; readonly remoteTag: string }
  /** The other party, where the watcher may know it. */
  readonly remote?: { readonly uri: string; readonly name: string | null }
}

export interface DialogInfo {
  /** The URI of the extension. */
  readonly entity: string
  /** One more in each NOTIFY of a subscription, from 0. */
  readonly version: number
  /** All of them: every document holds the full state. */
  readonly dialogs: readonly WatchedDialog[]
}

export const formatDialogInfo = ({ entity, version, dialogs }: DialogInfo): string =>
  [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<dialog-info xmlns="urn:ietf:params:xml:ns:dialog-info" version="${version}" state="full" entity="${escapeXml(entity)}">`,
    ...dialogs.map(formatDialog),
    '</dialog-info>',
    '',
  ].join('\n')

const formatDialog = ({ id, direction, state, name, remote }: WatchedDialog): string => {
  const attributes: readonly (readonly [string, string])[] = [
    ['id', id],
    ...(name === undefined
      ? []
      : ([
          ['call-id', name.callId],
          ['local-tag', name.localTag],
          ['remote-tag', name.remoteTag],
        ] as const)),
    ['direction', direction],
  ]
  const shown = attributes.map(([key, value]) => ` ${key}="${escapeXml(value)}"`).join('')
  const party = remote === undefined ? '' : `<remote>${formatRemote(remote)}</remote>`
  return `<dialog${shown}><state>${state}</state>${party}</dialog>`
}

const formatRemote = ({ uri, name }: NonNullable<WatchedDialog['remote']>): string => {
  const display = name === null ? '' : ` display="${escapeXml(name)}"`
  return `<identity${display}>${escapeXml(uri)}</identity><target uri="${escapeXml(uri)}"/>`
}
