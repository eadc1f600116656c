/** Does an order that came from another thread. */
import type { Media } from '../engine/media.js'
import type { MediaOrder } from './media-messages.js'

/** @throws CallweaveError as the order does. */
export const applyOrder = (media: Media, { order, args }: MediaOrder): void => {
  switch (order) {
    case 'agree':
      media.agree(...args)
      break
    case 'load':
      media.load(...args)
      break
    case 'unload':
      media.unload(...args)
      break
    case 'play':
      media.play(...args)
      break
    case 'stopPlaying':
      media.stopPlaying(...args)
      break
    case 'bridge':
      media.bridge(...args)
      break
    case 'part':
      media.part(...args)
      break
    case 'join':
      media.join(...args)
      break
    case 'tap':
      media.tap(...args)
      break
    case 'sendKeys':
      media.sendKeys(...args)
      break
    case 'record':
      media.record(...args)
      break
    case 'stopRecording':
      media.stopRecording(...args)
      break
    case 'close':
      media.close(...args)
      break
  }
}
