/** Channels of a trunk group: taken from the lowest free one up, as a hunting group does. */
export class TrunkGroup {
  readonly name: string
  readonly channels: number
  /** Free channels; the last is handed out next. */
  readonly #free: number[]
  down = false

  constructor(name: string, channels: number) {
    this.name = name
    this.channels = channels
    this.#free = Array.from({ length: channels }, (_, i) => channels - i)
  }

  get busy(): number {
    return this.channels - this.#free.length
  }

  /** A channel from 1 up, or 0 when all are busy or the group is down. */
  take(): number {
    return this.down ? 0 : (this.#free.pop() ?? 0)
  }

  release(channel: number): void {
    this.#free.push(channel)
  }
}
