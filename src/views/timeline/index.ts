export { TimelinePanel as default, type TimelinePanelProps } from './TimelinePanel';
