package io.jvmtap.stats;

/**
 * How long things took, as counts in classes of 1/16 of a power of two: quantiles are right to 4 %, in 8 kB, however
 * many there were.
 */
public final class Durations {
    private static final int STEPS = 16;
    private static final int SHIFT = 4;

    private final long[] counts = new long[Long.SIZE * STEPS];
    private long count;

    /** @param nanos not negative */
    public void add(long nanos) {
        counts[index(nanos)]++;
        count++;
    }

    /** Nanoseconds within which this part of them was done, 0 to 1; -1 where there are none. */
    public long quantile(double part) {
        if (count == 0) {
            return -1;
        }
        long rank = Math.max(1, (long) Math.ceil(part * count));
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= rank) {
                return middle(i);
            }
        }
        throw new IllegalStateException("the counts are not the count");
    }

    private static int index(long nanos) {
        if (nanos < STEPS) {
            return (int) nanos;
        }
        int power = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos);
        int step = (int) (nanos >>> power - SHIFT) & STEPS - 1;
        return (power - SHIFT + 1) * STEPS + step;
    }

    private static long middle(int index) {
        if (index < STEPS) {
            return index;
        }
        int shift = index / STEPS - 1;
        long low = (long) (STEPS + index % STEPS) << shift;
        return low + (1L << shift) / 2;
    }
}
