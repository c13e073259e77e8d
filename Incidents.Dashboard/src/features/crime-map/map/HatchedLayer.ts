import { SolidPolygonLayer } from '@deck.gl/layers'

/** Draws areas as stripes of their colour, steeper than those of cells: the ground shows between them. */
export class HatchedLayer<Data> extends SolidPolygonLayer<Data> {
  static override layerName = 'HatchedLayer'

  override getShaders(type: string) {
    const shaders = super.getShaders(type) as { readonly inject?: Readonly<Record<string, string>> }
    return {
      ...shaders,
      inject: {
        ...shaders.inject,
        'fs:DECKGL_FILTER_COLOR': `
          float along = fract((gl_FragCoord.x - gl_FragCoord.y) / 12.0);
          color.a *= 1.0 - smoothstep(0.12, 0.2, along);
        `,
      },
    }
  }
}
