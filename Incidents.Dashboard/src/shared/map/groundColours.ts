/** Colours of the map's ground. What lies on it, the cells and pins, stands out from all of them. */
export interface GroundColours {
  readonly land: string
  /** The bounds of a town, where no places are known. */
  readonly town: string
  readonly water: string
  readonly green: string
  readonly built: string
  readonly building: string
  readonly road: string
  readonly roadEdge: string
  readonly rail: string
  readonly border: string
  readonly boundary: string
  readonly label: string
  readonly streetLabel: string
  readonly waterLabel: string
  readonly halo: string
}

/** Land and towns are those of the style sheet, `--map-land` and `--map-town`: the frame has them before there is a map. */
export const groundColours: Readonly<Record<'light' | 'dark', GroundColours>> = {
  light: {
    land: '#e9edf2',
    town: '#dfe5ed',
    water: '#c3d8ea',
    green: '#dbe7dc',
    built: '#e0e5ec',
    building: '#d3dae4',
    road: '#ffffff',
    roadEdge: '#c9d2de',
    rail: '#aeb9c7',
    border: '#8f9bad',
    boundary: '#7b8798',
    label: '#1f2a39',
    streetLabel: '#46536a',
    waterLabel: '#33648f',
    halo: '#f7f9fc',
  },
  dark: {
    land: '#171f2a',
    town: '#1e2834',
    water: '#12304b',
    green: '#182a22',
    built: '#1c2632',
    building: '#243040',
    road: '#35435a',
    roadEdge: '#10161f',
    rail: '#3e4c60',
    border: '#5d6c82',
    boundary: '#748196',
    label: '#e3eaf4',
    streetLabel: '#b3bfd0',
    waterLabel: '#7fb2e0',
    halo: '#0f151d',
  },
}
