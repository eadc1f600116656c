/** What a WAV file (RIFF) is made of: chunks, each a name of four letters, a size and that many bytes, at even places. */

export interface WavChunk {
  /** Four letters of ASCII. */
  readonly name: string
  readonly body: Uint8Array
}

/** `body` is a view, and shorter than `sizeBytes` where the file ends before. */
export interface FoundChunk extends WavChunk {
  readonly sizeBytes: number
}

const riffBytes = 12
const headBytes = 8

/** In the order of the file. Only what stands before the first chunk is not looked at. */
export function* chunksOf(bytes: Uint8Array): Generator<FoundChunk, void, void> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = riffBytes; at + headBytes <= bytes.length; ) {
    const sizeBytes = view.getUint32(at + 4, true)
    const start = at + headBytes
    yield { name: textAt(bytes, at), sizeBytes, body: bytes.subarray(start, start + sizeBytes) }
    at = start + sizeBytes + (sizeBytes % 2)
  }
}

/** The first chunk of that name in a file that `readWav` takes, a view; null where there is none, or not the whole. */
export const wavChunk = (bytes: Uint8Array, name: string): Uint8Array | null => {
  for (const chunk of chunksOf(bytes))
    if (chunk.name === name) return chunk.body.length === chunk.sizeBytes ? chunk.body : null
  return null
}

/** Bytes that a chunk takes in a file. */
export const chunkBytes = ({ body }: WavChunk): number => headBytes + body.length + (body.length % 2)

/** Writes a chunk into zeros. */
export const putChunk = (file: Uint8Array, at: number, { name, body }: WavChunk): void => {
  for (let i = 0; i < name.length; i += 1) file[at + i] = name.charCodeAt(i)
  new DataView(file.buffer, file.byteOffset).setUint32(at + 4, body.length, true)
  file.set(body, at + headBytes)
}

export const textAt = (bytes: Uint8Array, at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4))
