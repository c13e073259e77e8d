import type { Map as MapLibreMap } from 'maplibre-gl'
import type { LegendText } from '../legend/useLegend'

interface Colours {
  readonly ground: string
  readonly text: string
  readonly note: string
}

const margin = 16
const line = 20
const swatch = 14

/** The map as it is seen, with its legend, as PNG. */
export async function pictureOf(map: MapLibreMap, legend: LegendText, colours: Colours): Promise<Blob> {
  const seen = await canvasOf(map)
  const canvas = document.createElement('canvas')
  canvas.width = seen.width
  canvas.height = seen.height
  const paper = canvas.getContext('2d')
  if (!paper) throw new Error('The browser gives no canvas to draw on.')
  paper.drawImage(seen, 0, 0)
  const scale = seen.width / map.getCanvas().clientWidth
  paper.scale(scale, scale)
  // The licence of the ground asks that its sources are named on every picture.
  const sources = map.getContainer().querySelector('.maplibregl-ctrl-attrib-inner')?.textContent ?? ''
  drawLegend(paper, { ...legend, about: [...legend.about, ...(sources === '' ? [] : [sources])] }, colours)
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

function drawLegend(
  paper: CanvasRenderingContext2D,
  { title, about, rows, hatched, noData }: LegendText,
  colours: Colours,
) {
  const bold = `600 14px ${getComputedStyle(document.body).fontFamily}`
  const plain = `13px ${getComputedStyle(document.body).fontFamily}`
  const notes = [...about, ...(hatched === null ? [] : [hatched]), ...noData.map(({ text }) => text)]
  paper.font = bold
  const widest = Math.max(
    paper.measureText(title).width,
    ...[...notes, ...rows.map(({ label }) => `      ${label}`)].map((text) => paper.measureText(text).width),
  )
  const height = (1 + notes.length + rows.length) * line + 2 * margin
  paper.fillStyle = colours.ground
  paper.fillRect(margin, margin, widest + 2 * margin, height)
  let bottom = margin + margin + line / 2
  const write = (text: string, left: number) => paper.fillText(text, left, bottom)
  paper.textBaseline = 'middle'
  paper.fillStyle = colours.text
  write(title, 2 * margin)
  paper.font = plain
  for (const { colour, label } of rows) {
    bottom += line
    paper.fillStyle = colour
    paper.fillRect(2 * margin, bottom - swatch / 2, swatch, swatch)
    paper.fillStyle = colours.text
    write(label, 2 * margin + swatch + 8)
  }
  paper.fillStyle = colours.note
  for (const note of notes) {
    bottom += line
    write(note, 2 * margin)
  }
}
