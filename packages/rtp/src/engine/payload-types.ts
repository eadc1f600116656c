/** What two parties have agreed on, as the tables that a relay reads. */
import { type Law, payloadTypeOf } from '../g711/laws.js'
import { type LawsToConvert, lawsToConvert, type PayloadTypes, payloadTypesOf } from '../relay/media-leg.js'
import type { PartyMedia } from './media.js'

/** The payload types of the two laws; -1 where the party has not agreed on it. */
export interface LawTypes {
  readonly muLaw: number
  readonly aLaw: number
}

const codecOf: Readonly<Record<Law, string>> = { 'mu-law': 'pcmu/8000', 'a-law': 'pcma/8000' }

/** Without the number of channels that one is (`pcmu/8000/1`), and in small letters. */
const nameOf = (codec: string): string => codec.toLowerCase().replace(/^([^/]*\/[^/]*)\/1$/, '$1')

const typeOf = ({ codecs }: PartyMedia, name: string): number =>
  codecs.find(({ codec }) => nameOf(codec) === name)?.payloadType ?? -1

export const lawTypes = (media: PartyMedia): LawTypes => ({
  muLaw: typeOf(media, codecOf['mu-law']),
  aLaw: typeOf(media, codecOf['a-law']),
})

/** The number under which a party is sent its law. */
export const lawType = (media: PartyMedia, law: Law): number => {
  const type = typeOf(media, codecOf[law])
  return type < 0 ? payloadTypeOf[law] : type
}

/** A dynamic number that means nothing to the party: what comes under it is ignored (RFC 3550, 5.1). */
export const unknownType = ({ codecs, eventType }: PartyMedia): number => {
  for (let type = 127; type >= 96; type -= 1) {
    if (type !== eventType && codecs.every(({ payloadType }) => payloadType !== type)) return type
  }
  return 127
}

export interface Passing {
  readonly payloadTypes: PayloadTypes
  /** What is turned into the law of the other side. */
  readonly lawsToConvert: LawsToConvert | null
}

/** How packets of one party are passed on to the other: what both have under its number, a law that it lacks by table. */
export const passingOf = (from: PartyMedia, to: PartyMedia): Passing => {
  const pairs: [number, number][] = []
  const turned: [number, Law][] = []
  for (const { payloadType, codec } of from.codecs) {
    const name = nameOf(codec)
    if (name.startsWith('telephone-event/') || !isPayloadType(payloadType)) continue
    const law = lawOf(name)
    const same = law !== null && law === to.law ? lawType(to, law) : typeOf(to, name)
    if (isPayloadType(same)) pairs.push([payloadType, same])
    else if (law !== null && to.law !== null && isPayloadType(lawType(to, to.law))) {
      pairs.push([payloadType, lawType(to, to.law)])
      turned.push([payloadType, law])
    }
  }
  if (isPayloadType(from.eventType) && isPayloadType(to.eventType)) pairs.push([from.eventType, to.eventType])
  return { payloadTypes: payloadTypesOf(pairs), lawsToConvert: lawsToConvert(turned) }
}

const isPayloadType = (type: number | null): type is number => type !== null && type >= 0 && type < 128

const lawOf = (name: string): Law | null =>
  name === codecOf['mu-law'] ? 'mu-law' : name === codecOf['a-law'] ? 'a-law' : null
