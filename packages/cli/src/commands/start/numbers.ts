/** Where a number leads: of callers as the routes say it, of phones as the section `dialing` and the trunk groups do. */
import type { CenterSections } from '@callweave/center'

export interface NumberLine {
  readonly number: string
  readonly trunk: string
  /** The first that fits is taken. */
  readonly ways: readonly { readonly flow: string; readonly when: string | null; readonly tag: string | null }[]
}

export const numberLines = ({ trunks, routes }: CenterSections): readonly NumberLine[] =>
  Object.entries(trunks).flatMap(([trunk, { numbers }]) =>
    numbers.map((number) => {
      const fits = routes.filter(
        (route) =>
          (route.number === undefined || [route.number].flat().includes(number)) &&
          (route.trunk === undefined || route.trunk === trunk),
      )
      const last = fits.findIndex(({ when, tag }) => when === undefined && tag === undefined)
      const ways = last < 0 ? fits : fits.slice(0, last + 1)
      return { number, trunk, ways: ways.map(({ flow, when = null, tag = null }) => ({ flow, when, tag })) }
    }),
  )

/** What a phone may dial beside other phones and codes. */
export interface InsideLine {
  /** A prefix stands for itself and any number behind it. */
  readonly dial: string
  readonly leads: 'queue' | 'flow' | 'group' | 'broadcast' | 'outside'
  /** Of the queue, flow, group or trunk group. */
  readonly to: string
}

export const insideLines = ({ dialing, trunks }: CenterSections): readonly InsideLine[] => [
  ...Object.entries(dialing?.numbers ?? {}).map(([dial, leads]): InsideLine => {
    if ('queue' in leads) return { dial, leads: 'queue', to: leads.queue }
    if ('flow' in leads) return { dial, leads: 'flow', to: leads.flow }
    return { dial, leads: leads.call === 'broadcast' ? 'broadcast' : 'group', to: leads.group }
  }),
  ...Object.entries(trunks).flatMap(([to, { prefix }]): InsideLine[] =>
    prefix === undefined ? [] : [{ dial: prefix, leads: 'outside', to }],
  ),
]
