/** `2026-01-12 09:46:46` */
export const localTime = (atMs: number, timeZone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(atMs)

/** With its thousandths where it has any: what is shown can be typed again. */
export const exactLocalTime = (atMs: number, timeZone: string): string => {
  const ms = atMs % 1000
  return `${localTime(atMs, timeZone)}${ms === 0 ? '' : `.${String(ms).padStart(3, '0')}`}`
}
