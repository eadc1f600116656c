/** Tools that look for switches to break into, by the names that they give themselves unless they are told to lie. */
import { SipError, type SipRequest } from '@callweave/sip'

const names =
  /friendly-(?:scanner|request)|sipvicious|sip-?scan|sundayddr|sipcli|siparmyknife|iwar|pplsip|vaxsipuseragent|sipptk|cotturn/i

export const isScanner = ({ headers }: SipRequest): boolean => {
  try {
    return names.test(headers.get('userAgent') ?? '') || names.test(headers.get('from')?.name ?? '')
  } catch (error) {
    if (error instanceof SipError) return false
    throw error
  }
}
