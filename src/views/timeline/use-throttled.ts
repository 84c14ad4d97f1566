import { useEffect, useState } from 'react';
import type { Recording } from '../../trace';

/// A number that grows with a live recording, once each `period` milliseconds.
export function useThrottled(recording: Recording, settled: boolean, period = 200): number {
  const [version, setVersion] = useState(0);
  useEffect(() => {
    if (settled) return;
    const timer = window.setInterval(() => setVersion(recording.version), period);
    return () => window.clearInterval(timer);
  }, [recording, settled, period]);
  return version;
}
