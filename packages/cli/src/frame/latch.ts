/** Something that happens once, or never. */
export interface Latch {
  readonly opened: Promise<void>
  open(): void
}

export const latch = (): Latch => {
  let open = (): void => {}
  const opened = new Promise<void>((done) => {
    open = done
  })
  return { opened, open: () => open() }
}
