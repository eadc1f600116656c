export type CheckName =
  | 'node'
  | 'clock'
  | 'disk'
  | 'files'
  | 'buffers'
  | 'koffi'
  | 'espeak'
  | 'address'
  | 'sip-port'
  | 'rtp-ports'
  | 'certificate'
  | 'tls-key'
  | 'certificate-dates'
  | 'certificate-names'
  | 'definition'
  | 'secrets'

/** What one check found. `failed`: a center cannot run like that. `warning`: it can, with less. */
export interface Finding {
  readonly check: CheckName
  readonly state: 'fine' | 'warning' | 'failed'
  readonly found: string
  /** How to mend it; `null` for what is fine. */
  readonly remedy: string | null
}

export const fine = (check: CheckName, found: string): Finding => ({ check, state: 'fine', found, remedy: null })
export const warning = (check: CheckName, found: string, remedy: string): Finding => ({
  check,
  state: 'warning',
  found,
  remedy,
})
export const failed = (check: CheckName, found: string, remedy: string): Finding => ({
  check,
  state: 'failed',
  found,
  remedy,
})
