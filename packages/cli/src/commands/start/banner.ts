/** What is printed when a center takes calls: where it listens, what to dial, how a phone registers. */
import { type CenterDefinition, featureCodes } from '@callweave/center'
import { type EmbeddedCenter, openingOf } from '@callweave/server'
import type { Context } from '../../frame/command.js'
import { renderTable } from '../../output/table.js'
import { wrapLine } from '../../output/wrap.js'
import { formatHostPort } from '../../values/address.js'
import { openingRows } from '../live/opening.js'
import { insideLines, numberLines } from './numbers.js'

export interface BannerOptions {
  readonly center: EmbeddedCenter
  readonly definition: CenterDefinition
  readonly drainMs: number
}

export const printBanner = ({ center, definition, drainMs }: BannerOptions, { out, words }: Context): void => {
  const { switch: about, phones } = center
  const codes = featureCodes(definition)
  const numbers = numberLines(definition.sections)
  const inside = insideLines(definition.sections)
  const { events, closed } = center.running.start
  const opening = openingOf(center.running)
  if (out.json) {
    const ready = {
      notice: 'ready',
      atMs: Date.now(),
      name: definition.sections.name,
      definitionHash: definition.definitionHash,
      pid: process.pid,
      folder: center.folder.path,
      api: center.api.path,
      sip: about,
      numbers,
      opening,
      inside,
      phones,
      codes,
      problems: center.problems,
      start: { events, closed: closed.length },
    }
    out.print(`${JSON.stringify(ready)}\n`)
    return
  }
  const { start } = words
  const tint = out.talkTint
  const table = (rows: readonly (readonly string[])[]): string => renderTable({ rows, align: 'l', tint })
  const say = (text: string): void => out.say(`\n${wrapLine(text, out.columns).join('\n')}\n`)
  const servers = [...new Set(about.listens.map(serverOf))]
  out.say(`${tint.bold(start.running({ name: definition.sections.name }))}\n`)
  const media = `UDP ${about.rtpPorts.from}-${about.rtpPorts.to}`
  out.say(
    table([
      ...about.listens.map((listen) => [start.sip, sipLine(listen, start)]),
      [start.media, media],
      [start.keeps, center.folder.path],
    ]),
  )
  out.say(`\n${start.dial}\n${table(numbers.map((line) => [tint.bold(line.number), waysOf(line, start)]))}`)
  const now = openingRows(opening, center.running.clock.nowMs(), { out, words })
  if (now.length > 0)
    out.say(`\n${start.openNow}\n${table(now.map(([number = '', ...rest]) => [tint.bold(number), ...rest]))}`)
  if (phones.length > 0) {
    say(start.register({ server: servers.join(start.or) }))
    out.say(table(phones.map(({ extension, agent, secret }) => [tint.bold(extension), agent ?? '', secret])))
  }
  if (inside.length > 0) {
    const dialed = inside.map(({ dial, leads, to }) => [
      tint.bold(leads === 'outside' ? `${dial}…` : dial),
      start.inside[leads]({ to }),
    ])
    out.say(`\n${start.insideNumbers}\n${table(dialed)}`)
  }
  if (codes.length > 0) {
    say(start.codes)
    out.say(table(codes.map(({ code, dial }) => [tint.bold(dial), start.features[code]])))
  }
  const [line] = numbers
  const phone = phones.find(({ agent }) => agent !== null)
  if (line !== undefined && phone !== undefined) say(start.tryIt({ number: line.number, extension: phone.extension }))
  say(start.howToEnd({ drain: out.format.span(drainMs) }))
  out.say('\n')
}

type Words = Context['words']['start']

type At = EmbeddedCenter['switch']['listens'][number]

/** What a phone is given. */
const serverOf = ({ advertise, port }: At): string => formatHostPort({ host: advertise, port })

const sipLine = (listen: At, start: Words): string => {
  const { host, port, advertise, transports } = listen
  const at = `${serverOf(listen)} (${transports.join(', ')})`
  return host === advertise ? at : start.listensAt({ at, host: formatHostPort({ host, port }) })
}

const waysOf = ({ ways }: ReturnType<typeof numberLines>[number], start: Words): string =>
  ways.length === 0
    ? start.noRoute
    : ways
        .map(({ flow, when, tag }, index) =>
          index > 0 && when === null && tag === null ? start.otherwise({ flow }) : start.way({ flow, when, tag }),
        )
        .join(start.waysBetween)
