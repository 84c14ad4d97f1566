export { TimelinePanel as default, type TimelinePanelProps } from './TimelinePanel';
export type { AlgorithmActions } from './CollectiveCard';
