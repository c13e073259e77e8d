import { useMay } from '@shared/session/may'
import type { PartProps } from '../shown'
import { ExportCase } from './ExportCase'
import { Verify } from './Verify'

/** What leaves the system, and its check. Load it lazily: few need it. */
export default function ProofSection(props: PartProps) {
  const mayExport = useMay('evidence') && props.of.knownAt === undefined
  return (
    <>
      {mayExport ? <ExportCase {...props} /> : null}
      <Verify />
    </>
  )
}
