/**
 * Identities. Each is a positive integer, counted from 1 inside one journal (one routing domain), so that a table of
 * live things is an array and a log stays small. `formatCallId` gives the form that is unique across nodes.
 */

declare const brand: unique symbol
type Id<Name extends string> = number & { readonly [brand]: Name }

/** One caller's whole visit, first ring to last hang-up. */
export type CallId = Id<'call'>
/** One party's connection to the switch. */
export type LegId = Id<'leg'>
/** One call put to one agent once. */
export type OfferId = Id<'offer'>
/** One order to a switch; what comes of it carries the same number. */
export type CommandId = Id<'command'>
/** One promise to call a caller back. */
export type CallbackId = Id<'callback'>

export const callId = (n: number): CallId => n as CallId
export const legId = (n: number): LegId => n as LegId
export const offerId = (n: number): OfferId => n as OfferId
export const commandId = (n: number): CommandId => n as CommandId
export const callbackId = (n: number): CallbackId => n as CallbackId

/** `bank-17`: the journal's name and the call's number; unique wherever journal names are. */
export const formatCallId = (journal: string, call: CallId): string => `${journal}-${call}`
