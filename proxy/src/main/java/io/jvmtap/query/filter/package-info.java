/**
 * The language of FILTER: mitmproxy's expressions, the {@code key:value} of browsers' developer tools, and ours in the same
 * shape. {@link io.jvmtap.query.filter.FilterParser} makes a {@link io.jvmtap.query.filter.Filter} of a text; that one
 * judges rows by itself, and whoever keeps rows in a database may look into it to ask the database first.
 */
@NullMarked
package io.jvmtap.query.filter;

import org.jspecify.annotations.NullMarked;
