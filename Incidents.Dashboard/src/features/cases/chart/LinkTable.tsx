import { Link } from '@tanstack/react-router'
import table from '@shared/ui/Table.module.css'
import { TableFrame } from '@shared/ui/TableFrame'
import { useTranslation } from 'react-i18next'
import type { Chart, ChartNode } from '../lookups'
import { useNodeText } from './useNodeText'

/** The links of the chart, one a row: the one thing, why, and the other. */
export function LinkTable({ links: { nodes, edges } }: { readonly links: Chart }) {
  const { t } = useTranslation('cases')
  const byKey = new Map(nodes.map((node) => [node.key, node]))
  return (
    <TableFrame label={t('linkTable')}>
      <table className={table['table']} data-links>
        <thead>
          <tr>
            <th scope="col">{t('linkFrom')}</th>
            <th scope="col">{t('linkWhy')}</th>
            <th scope="col">{t('linkTo')}</th>
          </tr>
        </thead>
        <tbody>
          {edges.map(({ fromKey, toKey, reason, field, text }) => (
            <tr key={`${fromKey} ${toKey} ${reason} ${field}`}>
              <td>
                <Node of={byKey.get(fromKey)} />
              </td>
              <td>{[t(`linkReasons.${reason}`), text].filter((part) => part != null).join(': ')}</td>
              <td>
                <Node of={byKey.get(toKey)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  )
}

function Node({ of }: { readonly of: ChartNode | undefined }) {
  const { t } = useTranslation('cases')
  const nodeText = useNodeText()
  if (of === undefined) return null
  const text = nodeText(of)
  return (
    <>
      {t(`nodeKinds.${of.kind}`)}:{' '}
      {of.kind === 'INCIDENT' && of.thingId != null ? (
        <Link to="/incidents/$id" params={{ id: of.thingId }} search={{}} preload={false}>
          {text}
        </Link>
      ) : (
        <strong>{text}</strong>
      )}
    </>
  )
}
