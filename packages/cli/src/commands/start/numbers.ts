/** Which flow a number leads to, as the routes say it. */
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
