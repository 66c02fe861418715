// Nodes in shapes: the program of the graphics card that draws them. The shapes are those of marks.ts, by the same numbers.
import { NodeProgram } from "sigma/rendering";
import type { NodeDisplayData, RenderParams } from "sigma/types";
import { floatColor } from "sigma/utils";

const VERTEX = `
attribute vec4 a_id;
attribute vec4 a_color;
attribute vec2 a_position;
attribute float a_size;
attribute float a_shape;
attribute float a_angle;
uniform mat3 u_matrix;
uniform float u_sizeRatio;
uniform float u_correctionRatio;
varying vec4 v_color;
varying vec2 v_at;
varying float v_radius;
varying float v_shape;
void main() {
  float size = a_size * u_correctionRatio / u_sizeRatio * 4.0;
  vec2 at = size * vec2(cos(a_angle), sin(a_angle));
  gl_Position = vec4((u_matrix * vec3(a_position + at, 1)).xy, 0, 1);
  v_at = at;
  v_radius = size / 2.0;
  v_shape = a_shape;
  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = a_color;
  #endif
  v_color.a *= 255.0 / 254.0;
}`;

// How far outside the shape a point is, in radii; y goes up here. A shape of 16 or more is counted: a ring around it.
const FRAGMENT = `
precision highp float;
varying vec4 v_color;
varying vec2 v_at;
varying float v_radius;
varying float v_shape;
uniform float u_correctionRatio;
float outside(vec2 p, float shape) {
  vec2 q = abs(p);
  if (shape < 0.5) return length(p) - 1.0;
  if (shape < 1.5) return max(q.x, q.y) - 0.82;
  if (shape < 2.5) return max(q.y - 0.87, q.x * 0.867 + q.y * 0.5 - 0.867);
  if (shape < 3.5) return (q.x + q.y - 1.0) * 0.7071;
  if (shape < 4.5) return max(-p.y - 0.7, q.x * 0.873 + p.y * 0.488 - 0.488);
  if (shape < 5.5) return max(p.y - 0.7, q.x * 0.873 - p.y * 0.488 - 0.488);
  if (shape < 6.5) return max(abs(q.x - q.y) - 0.25, max(q.x, q.y) - 1.0);
  if (shape < 7.5) return max(length(p) - 1.0, 0.55 - length(p));
  return max(min(q.x, q.y) - 0.33, max(q.x, q.y) - 1.0);
}
void main(void) {
  float border = u_correctionRatio * 2.0;
  vec2 p = v_at / v_radius;
  float far = v_shape < 15.5 ? outside(p, v_shape) : min(outside(p / 0.68, v_shape - 16.0) * 0.68, abs(length(p) - 0.92) - 0.08);
  float dist = far * v_radius + border;
  #ifdef PICKING_MODE
  gl_FragColor = length(p) > 1.0 ? vec4(0.0) : v_color;
  #else
  gl_FragColor = mix(v_color, vec4(0.0), clamp(dist / border, 0.0, 1.0));
  #endif
}`;

const UNIFORMS = ["u_sizeRatio", "u_correctionRatio", "u_matrix"] as const;
const { FLOAT, UNSIGNED_BYTE, TRIANGLES } = WebGLRenderingContext;

export class ShapeProgram extends NodeProgram<(typeof UNIFORMS)[number]> {
  getDefinition() {
    return {
      VERTICES: 3, VERTEX_SHADER_SOURCE: VERTEX, FRAGMENT_SHADER_SOURCE: FRAGMENT, METHOD: TRIANGLES as number, UNIFORMS,
      ATTRIBUTES: [
        { name: "a_position", size: 2, type: FLOAT }, { name: "a_size", size: 1, type: FLOAT }, { name: "a_shape", size: 1, type: FLOAT },
        { name: "a_color", size: 4, type: UNSIGNED_BYTE, normalized: true }, { name: "a_id", size: 4, type: UNSIGNED_BYTE, normalized: true },
      ],
      CONSTANT_ATTRIBUTES: [{ name: "a_angle", size: 1, type: FLOAT }],
      CONSTANT_DATA: [[0], [(2 * Math.PI) / 3], [(4 * Math.PI) / 3]],
    };
  }

  processVisibleItem(node: number, start: number, data: NodeDisplayData & { shape?: number }): void {
    this.array.set([data.x, data.y, data.size, data.shape ?? 0, floatColor(data.color), node], start);
  }

  setUniforms(params: RenderParams, { gl, uniformLocations }: { gl: WebGLRenderingContext; uniformLocations: Record<string, WebGLUniformLocation> }): void {
    gl.uniform1f(uniformLocations.u_correctionRatio, params.correctionRatio);
    gl.uniform1f(uniformLocations.u_sizeRatio, params.sizeRatio);
    gl.uniformMatrix3fv(uniformLocations.u_matrix, false, params.matrix);
  }
}
