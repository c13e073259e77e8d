import {
  Layer,
  project32,
  type Accessor,
  type Color,
  type DefaultProps,
  type LayerProps,
  type Position,
} from '@deck.gl/core'
import { Model } from '@luma.gl/engine'

/** Corners of the two triangles that a cell is drawn as: the arrays of the layer's data hold every value so many times. */
export const cornersOfCell = 6

const uniforms = `\
layout(std140) uniform cellUniforms {
  float halfSide;
  float leastHalfPixels;
} cell;
`

const cellUniforms = {
  name: 'cell',
  vs: uniforms,
  uniformTypes: { halfSide: 'f32', leastHalfPixels: 'f32' },
} as const

const vertexShader = `#version 300 es
#define SHADER_NAME cell-layer-vertex-shader
in vec3 positions;
in vec3 positions64Low;
in vec4 fillColors;
in vec4 hatchColors;
out vec4 fill;
out vec4 hatch;
const vec2 corners[${cornersOfCell}] = vec2[](
  vec2(-1, -1), vec2(1, -1), vec2(-1, 1), vec2(-1, 1), vec2(1, -1), vec2(1, 1));
void main(void) {
  geometry.worldPosition = positions;
  vec2 corner = corners[gl_VertexID % ${cornersOfCell}];
  float halfSide = max(cell.halfSide, project_pixel_size(cell.leastHalfPixels));
  gl_Position = project_position_to_clipspace(positions, positions64Low, vec3(corner * halfSide, 0), geometry.position);
  DECKGL_FILTER_GL_POSITION(gl_Position, geometry);
  fill = fillColors;
  hatch = hatchColors;
}
`

// Stripes are of the screen, so that they look alike at every zoom. Where the hatching's colour is transparent, there is none.
const fragmentShader = `#version 300 es
#define SHADER_NAME cell-layer-fragment-shader
precision highp float;
in vec4 fill;
in vec4 hatch;
out vec4 fragColor;
void main(void) {
  float along = fract((gl_FragCoord.x + gl_FragCoord.y) / 6.0);
  float stripe = smoothstep(0.0, 0.17, along) * (1.0 - smoothstep(0.42, 0.59, along));
  fragColor = vec4(mix(fill.rgb, hatch.rgb, stripe * hatch.a), fill.a);
  DECKGL_FILTER_COLOR(fragColor, geometry);
}
`

interface CellProps {
  /** Half a cell's side, in deck's common units: the world is 512 of them wide. */
  readonly halfSide: number
  /** No cell is drawn smaller than this, however far away. */
  readonly leastHalfPixels: number
  readonly getPosition: Accessor<unknown, Position>
  readonly getFillColor: Accessor<unknown, Color>
  readonly getHatchColor: Accessor<unknown, Color>
}

/**
 * Draws cells as squares of the Web-Mercator plane.
 *
 * The squares are plain triangles, not instances of one square: a software renderer draws each instance separately,
 * which takes seconds for 50,000 of them.
 */
export class CellLayer extends Layer<CellProps & LayerProps> {
  static override layerName = 'CellLayer'
  static override defaultProps: DefaultProps<CellProps> = {
    halfSide: 1,
    leastHalfPixels: 0,
    getPosition: { type: 'accessor', value: [0, 0, 0] },
    getFillColor: { type: 'accessor', value: [0, 0, 0, 255] },
    getHatchColor: { type: 'accessor', value: [0, 0, 0, 0] },
  }

  declare state: { model?: Model }

  override initializeState() {
    const colour = { size: 4, type: 'unorm8' } as const
    this.getAttributeManager()?.add({
      positions: { size: 3, type: 'float64', fp64: this.use64bitPositions(), accessor: 'getPosition' },
      fillColors: { ...colour, accessor: 'getFillColor' },
      hatchColors: { ...colour, accessor: 'getHatchColor' },
    })
    this.setState({ model: this.makeModel() })
  }

  override draw() {
    const { model } = this.state
    if (!model) return
    const { halfSide, leastHalfPixels } = this.props
    model.setVertexCount(this.getNumInstances())
    model.shaderInputs.setProps({ cell: { halfSide, leastHalfPixels } })
    model.draw(this.context.renderPass)
  }

  private makeModel() {
    // Deck's own types say nothing of what shaders are made of.
    const shaders = super.getShaders({
      vs: vertexShader,
      fs: fragmentShader,
      modules: [project32, cellUniforms],
    }) as object
    return new Model(this.context.device, {
      ...shaders,
      id: this.props.id,
      bufferLayout: this.getAttributeManager()?.getBufferLayouts() ?? [],
      topology: 'triangle-list',
    })
  }
}
