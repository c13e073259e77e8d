import Chart from '@shared/chart/Chart'
import { colour } from '@shared/theme/colour'
import type { CaseChartKind } from '@shared/graphql/generated/graphql'
import { GraphChart } from 'echarts/charts'
import { use as register } from 'echarts/core'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { Chart as Links } from '../lookups'
import { useNodeText } from './useNodeText'

register([GraphChart])

// A shape says the kind as well as the colour does.
const looks: Record<CaseChartKind, readonly [symbol: string, size: number, colour: `--${string}`]> = {
  CASE: ['diamond', 30, '--accent'],
  PERSON: ['circle', 22, '--bad'],
  VEHICLE: ['roundRect', 22, '--bad'],
  INCIDENT: ['triangle', 22, '--warn'],
  ALERT: ['circle', 14, '--warn'],
  SOS_CALL: ['circle', 14, '--good'],
  VIOLATION: ['rect', 14, '--warn'],
  DEVICE: ['roundRect', 14, '--text-2'],
  PLACE: ['pin', 24, '--text-2'],
}
const kinds = Object.keys(looks) as readonly CaseChartKind[]

// Pixels of a drawing that needs no smaller steps from node to node.
const wide = 800

/** The drawing of the links. Load it lazily: it is large. */
export default function Drawing({ links: { nodes, edges } }: { readonly links: Links }) {
  const { t } = useTranslation('cases')
  const nodeText = useNodeText()
  const option = useCallback(() => {
    const text = { color: colour('--text'), textBorderWidth: 0 }
    // Nodes push each other out of a narrow drawing, as on a phone, unless all steps are shorter there.
    const room = Math.min(1, innerWidth / wide)
    const present = kinds.filter((kind) => nodes.some((node) => node.kind === kind))
    return {
      legend: {
        data: present.map((kind) => ({ name: t(`nodeKinds.${kind}`), icon: looks[kind][0] })),
        textStyle: text,
        bottom: 0,
        ...(room < 1 ? { type: 'scroll' as const } : {}),
      },
      tooltip: {},
      series: [
        {
          type: 'graph',
          layout: 'force',
          top: 24,
          bottom: 56,
          left: '10%',
          right: '25%',
          roam: 'move',
          draggable: true,
          force: {
            repulsion: 240 * room,
            edgeLength: [60 * room, 140 * room],
            gravity: 0.1 / room,
            layoutAnimation: false,
          },
          label: { show: true, position: 'right', overflow: 'truncate', width: 160 * room, ...text },
          labelLayout: { hideOverlap: true },
          lineStyle: { color: colour('--line-strong'), width: 1.2 },
          edgeLabel: { show: false },
          categories: present.map((kind) => ({
            name: t(`nodeKinds.${kind}`),
            symbol: looks[kind][0],
            itemStyle: { color: colour(looks[kind][2]) },
          })),
          data: nodes.map((node) => ({
            id: node.key,
            name: nodeText(node),
            category: present.indexOf(node.kind),
            symbolSize: looks[node.kind][1],
            tooltip: { formatter: `${t(`nodeKinds.${node.kind}`)}: {b}` },
          })),
          edges: edges.map(({ fromKey, toKey, reason }) => ({
            source: fromKey,
            target: toKey,
            tooltip: { formatter: t(`linkReasons.${reason}`) },
          })),
        },
      ],
    }
    // The words of nodes change with the language alone, and then `t` is another one.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [nodes, edges, t])
  return <Chart label={t('chartMeans', { nodes: nodes.length, links: edges.length })} option={option} height="30rem" />
}
