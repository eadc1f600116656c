/** Tools that look for switches to break into, by the names that they give themselves unless they are told to lie. */
import { SipError, type SipRequest } from '@callweave/sip'

const tools =
  'friendly-(?:scanner|request)|sipvicious|sip-?scan|sundayddr|sipcli|siparmyknife|\\biwar\\b|pplsip|vaxsipuseragent|sipptk|cotturn'
const programs = new RegExp(tools, 'i')
/** The whole name: of callers that a trunk brings, one may be called Tiwari. */
const names = new RegExp(`^\\s*(?:${tools})\\s*$`, 'i')

export const isScanner = ({ headers }: SipRequest): boolean => {
  try {
    return programs.test(headers.get('userAgent') ?? '') || names.test(headers.get('from')?.name ?? '')
  } catch (error) {
    if (error instanceof SipError) return false
    throw error
  }
}
