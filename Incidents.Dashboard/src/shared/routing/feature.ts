import type { ComponentType } from 'react'

/** What the shell knows of a feature: where its pages begin, and what stands for it in the navigation. Its name is its folder's and its catalogue's. */
export interface Feature {
  readonly name: string
  readonly path: string
  readonly icon: ComponentType
}
