export interface TestCertificate {
  /** PEM. */
  readonly certificate: string
  readonly key: string
  /** Where they lie: the certificate for whoever shall trust it. */
  readonly file: string
  readonly keyFile: string
}

/**
 * @param program `peer('openssl').path`.
 * @param names whom it is for, as `DNS:sip.example.com,IP:127.0.0.1`; nobody where it is empty.
 * @param days how long it is valid; default 30.
 */
export function makeCertificate(
  program: string,
  folder: string,
  name: string,
  names: string,
  days?: number,
): TestCertificate
