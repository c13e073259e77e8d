import type { IControl, Map as MapLibreMap } from 'maplibre-gl'
import baseMap from './BaseMap.module.css'

export type Direction = 'up' | 'left' | 'right' | 'down'
const directions: readonly Direction[] = ['up', 'left', 'right', 'down']

const pixels = 120
const steps: Readonly<Record<Direction, [x: number, y: number]>> = {
  up: [0, -pixels],
  left: [-pixels, 0],
  right: [pixels, 0],
  down: [0, pixels],
}

/** Buttons that move the map, for those who cannot drag it. They show while the map is pointed at or has the focus. */
export class PanControl implements IControl {
  private readonly element = document.createElement('div')

  constructor(private readonly names: Readonly<Record<Direction, string>>) {}

  onAdd(map: MapLibreMap): HTMLElement {
    this.element.className = `maplibregl-ctrl maplibregl-ctrl-group ${baseMap['pan'] ?? ''}`
    for (const direction of directions) {
      const button = document.createElement('button')
      button.type = 'button'
      button.dataset['direction'] = direction
      button.title = this.names[direction]
      button.setAttribute('aria-label', this.names[direction])
      // As if the reader had dragged it: pages keep where it was moved to.
      button.onclick = (event) => void map.panBy(steps[direction], { duration: 200 }, { originalEvent: event })
      this.element.append(button)
    }
    return this.element
  }

  onRemove() {
    this.element.remove()
  }
}
