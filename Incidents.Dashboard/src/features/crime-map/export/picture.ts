import type { Map as MapLibreMap } from 'maplibre-gl'
import { drawScale } from './scaleBar'
import { sheetLines, type Line } from './sheetLines'
import type { Sheet } from './useSheet'

export interface Colours {
  readonly ground: string
  readonly text: string
  readonly note: string
}

const margin = 20
const column = 340
const head = 56
const swatch = { width: 22, height: 14 }

/** The map as it is seen, with its title, the names of towns and a scale, and beside it legend and facts, as PNG. */
export async function pictureOf(map: MapLibreMap, sheet: Sheet, colours: Colours): Promise<Blob> {
  const seen = await canvasOf(map)
  const { clientWidth: width, clientHeight: height } = map.getCanvas()
  const scale = seen.width / width
  const family = getComputedStyle(document.body).fontFamily
  const canvas = document.createElement('canvas')
  const paper = canvas.getContext('2d')
  if (!paper) throw new Error('The browser gives no canvas to draw on.')
  const lines = sheetLines(sheet, column - 2 * margin, (text, font) => {
    paper.font = `${font} ${family}`
    return paper.measureText(text).width
  })
  const tall = lines.reduce((sum, line) => sum + line.height, 2 * margin)
  canvas.width = Math.round((width + column) * scale)
  canvas.height = Math.round((head + Math.max(height, tall)) * scale)
  paper.scale(scale, scale)
  paper.fillStyle = colours.ground
  paper.fillRect(0, 0, width + column, head + Math.max(height, tall))
  paper.textBaseline = 'middle'
  paper.fillStyle = colours.text
  paper.font = `650 20px ${family}`
  paper.fillText([sheet.title, ...sheet.marks].join(' · '), margin, head / 2)
  paper.drawImage(seen, 0, head, width, height)
  drawWords(paper, map, colours, family)
  drawScale(paper, map, colours, `13px ${family}`, { left: margin, bottom: head + height - margin })
  drawLines(paper, lines, colours, family, { left: width + margin, top: head + margin })
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => {
      if (blob) resolve(blob)
      else reject(new Error('The browser could not write the picture.'))
    }, 'image/png'),
  )
}

// What WebGL drew is there only until the browser has shown it.
const canvasOf = (map: MapLibreMap) =>
  new Promise<HTMLCanvasElement>((resolve) => {
    void map.once('render', () => {
      const seen = map.getCanvas()
      const copy = document.createElement('canvas')
      copy.width = seen.width
      copy.height = seen.height
      copy.getContext('2d')?.drawImage(seen, 0, 0)
      resolve(copy)
    })
    map.triggerRepaint()
  })

/** Names of places are elements above the map, and so is the attribution. */
function drawWords(paper: CanvasRenderingContext2D, map: MapLibreMap, { ground, text, note }: Colours, family: string) {
  const frame = map.getContainer().getBoundingClientRect()
  paper.textAlign = 'center'
  paper.lineJoin = 'round'
  for (const name of map.getContainer().querySelectorAll<HTMLElement>('.maplibregl-marker')) {
    const { left, top, width, height } = name.getBoundingClientRect()
    if (name.hidden || width === 0 || !name.textContent) continue
    const [x, y] = [left - frame.left + width / 2, head + top - frame.top + height / 2]
    paper.font = `${getComputedStyle(name).fontWeight} ${getComputedStyle(name).fontSize} ${family}`
    paper.strokeStyle = ground
    paper.lineWidth = 3
    paper.strokeText(name.textContent, x, y)
    paper.fillStyle = text
    paper.fillText(name.textContent, x, y)
  }
  // The licence of the ground asks that its sources are named on every picture.
  const attribution = map.getContainer().querySelector('.maplibregl-ctrl-attrib-inner')?.textContent ?? ''
  paper.textAlign = 'end'
  paper.font = `11px ${family}`
  paper.fillStyle = note
  paper.fillText(attribution, map.getCanvas().clientWidth - 8, head + map.getCanvas().clientHeight - 10)
  paper.textAlign = 'start'
}

function drawLines(
  paper: CanvasRenderingContext2D,
  lines: readonly Line[],
  colours: Colours,
  family: string,
  { left, top }: { readonly left: number; readonly top: number },
) {
  let y = top
  for (const { text, font, height, colour, hatch, isNote } of lines) {
    const middle = y + height / 2
    if (colour !== undefined) {
      paper.fillStyle = colour
      paper.fillRect(left, middle - swatch.height / 2, swatch.width, swatch.height)
    }
    if (hatch) drawHatch(paper, left, middle - swatch.height / 2, hatch === 'town', colours.note)
    paper.font = `${font} ${family}`
    paper.fillStyle = isNote ? colours.note : colours.text
    paper.fillText(text, colour !== undefined || hatch ? left + swatch.width + 8 : left, middle)
    y += height
  }
}

/** Stripes as on the map: those of towns without data lean the other way, and are wider apart. */
function drawHatch(paper: CanvasRenderingContext2D, left: number, top: number, isTown: boolean, stroke: string) {
  paper.save()
  paper.beginPath()
  paper.rect(left, top, swatch.width, swatch.height)
  paper.clip()
  paper.strokeStyle = stroke
  paper.lineWidth = 1.5
  paper.strokeRect(left, top, swatch.width, swatch.height)
  const step = isTown ? 8 : 5
  for (let at = -swatch.height; at < swatch.width + swatch.height; at += step) {
    const [from, to] = isTown ? [at, at + swatch.height] : [at + swatch.height, at]
    paper.beginPath()
    paper.moveTo(left + from, top)
    paper.lineTo(left + to, top + swatch.height)
    paper.stroke()
  }
  paper.restore()
}
