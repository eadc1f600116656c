/** The section `menus`: what all menus of the center have, unless a menu itself gives the key or the setting. */
import { settings } from '@callweave/core'
import { z } from 'zod'
import { type InputSettings, inputShape, keyPattern, nameSchema } from './input.js'

export interface Menus<Queue extends string = string> extends InputSettings {
  /** The key that goes back to the menu before; at the first menu it is heard again. */
  readonly back?: string
  /**
   * The key that asks for an agent. It leads to the flow's own step for that queue, so that its `ifNobody` and the like
   * hold; a flow without one queues the call there.
   */
  readonly agent?: { readonly key: string; readonly queue: Queue }
}

const oneKey = z
  .string()
  .regex(keyPattern, { error: 'must be a key of a phone' })
  .length(1, { error: 'must be one key' })

const menus = settings({
  back: oneKey.optional(),
  agent: settings({ key: oneKey, queue: nameSchema }).optional(),
  ...inputShape,
})

export const menusSchema = menus as z.ZodType<Menus>
