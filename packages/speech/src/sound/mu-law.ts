/** G.711 mu-law: 14 bits as 8, a sign, a segment of doubling steps and a place in it. All bits are sent inverted. */

const bias = 132
const most = 32_767 - bias

export const encodeMuLaw = (sample: number): number => {
  const sign = sample < 0 ? 0x80 : 0
  const size = Math.min(Math.abs(sample), most) + bias
  const segment = 31 - Math.clz32(size) - 7
  return ~(sign | (segment << 4) | ((size >> (segment + 3)) & 0x0f)) & 0xff
}

export const decodeMuLaw = (byte: number): number => {
  const bits = ~byte & 0xff
  const segment = (bits >> 4) & 7
  const size = ((((bits & 0x0f) << 3) + bias) << segment) - bias
  return (bits & 0x80) === 0 ? size : -size
}
