/**
 * Flows as text for people: the log's line, the live printer, and all about one flow. Takes rows and details, gives
 * text; knows neither the database nor the command line.
 */
@NullMarked
package io.jvmtap.view;

import org.jspecify.annotations.NullMarked;
