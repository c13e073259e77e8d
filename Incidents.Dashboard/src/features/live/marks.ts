import type { QueueName } from './queue'

export type MarkName = QueueName | 'devices'

const size = 64
const names: readonly MarkName[] = ['alerts', 'calls', 'violations', 'incidents', 'devices']

/** Where each shape is in the sheet; the layer gives it its colour. */
export const marks = Object.fromEntries(
  names.map((name, index) => [name, { x: index * size, y: 0, width: size, height: size, mask: true }]),
)

const corners: Readonly<Record<Exclude<MarkName, 'calls' | 'devices'>, readonly (readonly [number, number])[]>> = {
  alerts: [
    [32, 6],
    [60, 56],
    [4, 56],
  ],
  violations: [
    [32, 4],
    [58, 32],
    [32, 60],
    [6, 32],
  ],
  incidents: [
    [10, 10],
    [54, 10],
    [54, 54],
    [10, 54],
  ],
}

let sheet: ImageData | undefined

/** The shapes beside each other: a triangle, a ring around a dot, a diamond, a square and a cross. */
export function markSheet(): ImageData {
  if (sheet) return sheet
  const canvas = document.createElement('canvas')
  canvas.width = names.length * size
  canvas.height = size
  const context = canvas.getContext('2d')
  if (!context) throw new Error('The browser draws nothing.')
  names.forEach((name, index) => {
    context.save()
    context.translate(index * size, 0)
    if (name === 'calls') ring(context)
    else if (name === 'devices') cross(context)
    else shape(context, corners[name])
    context.restore()
  })
  return (sheet = context.getImageData(0, 0, canvas.width, canvas.height))
}

function shape(context: CanvasRenderingContext2D, points: readonly (readonly [number, number])[]) {
  context.beginPath()
  for (const [x, y] of points) context.lineTo(x, y)
  context.closePath()
  context.fill()
}

function ring(context: CanvasRenderingContext2D) {
  context.lineWidth = 8
  context.beginPath()
  context.arc(32, 32, 25, 0, 2 * Math.PI)
  context.stroke()
  context.beginPath()
  context.arc(32, 32, 12, 0, 2 * Math.PI)
  context.fill()
}

function cross(context: CanvasRenderingContext2D) {
  context.lineWidth = 12
  context.beginPath()
  context.moveTo(10, 10)
  context.lineTo(54, 54)
  context.moveTo(54, 10)
  context.lineTo(10, 54)
  context.stroke()
}
