/** What phones may watch. */
export interface SubscriptionSettings {
  /** Less is refused with 423. Default 60. */
  readonly minExpiresSeconds: number
  /** More is cut to it. Default 3,600. */
  readonly maxExpiresSeconds: number
  /** Subscriptions of one watcher. Default 300: a panel of lamps, and another after a restart. */
  readonly ofWatcher: number
  /** All of them. Default 10,000. */
  readonly most: number
}

export const defaultSubscriptionSettings: SubscriptionSettings = {
  minExpiresSeconds: 60,
  maxExpiresSeconds: 3600,
  ofWatcher: 300,
  most: 10_000,
}
