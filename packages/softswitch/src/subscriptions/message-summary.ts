/** The lamp of waiting messages: application/simple-message-summary, RFC 3842 section 5. */

export interface MessageCounts {
  readonly fresh: number
  readonly heard: number
  /** Of them; default 0. */
  readonly urgentFresh?: number
  readonly urgentHeard?: number
}

/** `account` is a URI as it is written, and holds no line ends. */
export const formatMessageSummary = (account: string, counts: MessageCounts): string => {
  const { fresh, heard, urgentFresh = 0, urgentHeard = 0 } = counts
  const lines = [
    `Messages-Waiting: ${fresh > 0 ? 'yes' : 'no'}`,
    `Message-Account: ${account}`,
    `Voice-Message: ${fresh}/${heard} (${urgentFresh}/${urgentHeard})`,
  ]
  return `${lines.join('\r\n')}\r\n`
}
