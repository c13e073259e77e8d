import { ScatterplotLayer } from '@deck.gl/layers'

// Its circles are squares here, which cells of the Web-Mercator plane are exactly: no polygon need be cut into triangles. The colour of lines is
// that of the hatching; where it is transparent, there is none. Stripes are of the screen, so that they look alike at every zoom.
const fragmentShader = `#version 300 es
#define SHADER_NAME cell-layer-fragment-shader
precision highp float;
in vec4 vFillColor;
in vec4 vLineColor;
in vec2 unitPosition;
in float innerUnitRadius;
in float outerRadiusPixels;
out vec4 fragColor;
void main(void) {
  geometry.uv = unitPosition;
  float along = fract((gl_FragCoord.x + gl_FragCoord.y) / 6.0);
  float stripe = smoothstep(0.0, 0.17, along) * (1.0 - smoothstep(0.42, 0.59, along));
  fragColor = vec4(mix(vFillColor.rgb, vLineColor.rgb, stripe * vLineColor.a), vFillColor.a);
  DECKGL_FILTER_COLOR(fragColor, geometry);
}
`

/** Cells: instances of one square. */
export class CellLayer extends ScatterplotLayer {
  static override layerName = 'CellLayer'

  override getShaders(): ReturnType<ScatterplotLayer['getShaders']> {
    // Deck's own types say nothing of what shaders are made of.
    return { ...(super.getShaders() as object), fs: fragmentShader }
  }
}
