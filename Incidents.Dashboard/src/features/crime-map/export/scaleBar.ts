import i18next from 'i18next'
import type { Map as MapLibreMap } from 'maplibre-gl'
import type { Colours } from './picture'

const widest = 140

/** A round length on the ground, and how many pixels it is long: at most as many as are free. */
export function scaleOf(metresPerPixel: number, most = widest): { readonly metres: number; readonly pixels: number } {
  const longest = metresPerPixel * most
  const power = 10 ** Math.floor(Math.log10(longest))
  const metres = power * ([5, 2, 1].find((step) => step * power <= longest) ?? 1)
  return { metres, pixels: metres / metresPerPixel }
}

/** Draws a scale in the lower left corner. It holds in the middle of the map. */
export function drawScale(
  paper: CanvasRenderingContext2D,
  map: MapLibreMap,
  colours: Colours,
  font: string,
  { left, bottom }: { readonly left: number; readonly bottom: number },
) {
  const { clientHeight, clientWidth } = map.getCanvas()
  const [x, y] = [clientWidth / 2, clientHeight / 2]
  const { metres, pixels } = scaleOf(map.unproject([x - 50, y]).distanceTo(map.unproject([x + 50, y])) / 100)
  const text =
    metres >= 1000 ? `${metres / 1000} ${i18next.t('shared:kilometre')}` : `${metres} ${i18next.t('shared:metre')}`
  paper.fillStyle = colours.ground
  paper.fillRect(left - 8, bottom - 30, pixels + 16, 38)
  paper.strokeStyle = colours.text
  paper.lineWidth = 2
  paper.beginPath()
  paper.moveTo(left, bottom - 8)
  paper.lineTo(left, bottom)
  paper.lineTo(left + pixels, bottom)
  paper.lineTo(left + pixels, bottom - 8)
  paper.stroke()
  paper.font = font
  paper.fillStyle = colours.text
  paper.fillText(text, left + 4, bottom - 16)
}
