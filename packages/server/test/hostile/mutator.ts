/** Changes a message as a hostile or a broken sender might; the same seed makes the same changes. */

/** Pieces that parsers trip over. */
const pieces = [
  '\r\n',
  '\r\n\r\n',
  ' ',
  '\t',
  '"',
  '<',
  '>',
  ';',
  ',',
  ':',
  '=',
  '%00',
  '\0',
  '\uFFFF',
  '-1',
  '4294967296',
  '99999999999999999999',
  '[::',
  'sip:',
  'SIP/2.0',
  'z9hG4bK',
].map((text) => Buffer.from(text))

export const mutator = (seed: number): ((bytes: Uint8Array) => Uint8Array) => {
  let state = Math.imul(seed, 2_654_435_761) >>> 0
  /** Below `n`; xorshift. */
  const draw = (n: number): number => {
    state = (state + 0x9e37_79b9) >>> 0
    let mixed = state
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85eb_ca6b)
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2_ae35)
    return ((mixed ^ (mixed >>> 16)) >>> 0) % n
  }
  const change = (bytes: Uint8Array): Uint8Array => {
    const at = draw(Math.max(1, bytes.length))
    const to = Math.min(bytes.length, at + 1 + draw(40))
    switch (draw(6)) {
      case 0:
        return bytes.with(Math.min(at, bytes.length - 1), draw(256))
      case 1:
        return bytes.slice(0, at)
      case 2:
        return Buffer.concat([bytes.subarray(0, at), bytes.subarray(to)])
      case 3:
        return Buffer.concat([bytes.subarray(0, to), bytes.subarray(at)])
      case 4:
        return Buffer.concat([bytes.subarray(0, at), pieces[draw(pieces.length)] as Buffer, bytes.subarray(at)])
      default:
        return Buffer.concat([bytes.subarray(0, at), pieces[draw(pieces.length)] as Buffer, bytes.subarray(to)])
    }
  }
  return (bytes) => {
    let changed = bytes
    for (let times = draw(4); times >= 0 && changed.length > 0; times -= 1) changed = change(changed)
    return changed
  }
}
