package io.jvmtap.flow;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands a {@link RecordingSink} to a test that asks for one as a parameter, and checks the grammar of what it recorded
 * when the test has ended.
 */
public final class FlowGrammarExtension implements ParameterResolver, AfterEachCallback {
    private static final Namespace OURS = Namespace.create(FlowGrammarExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == RecordingSink.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        RecordingSink sink = new RecordingSink();
        sinks(test).list.add(sink);
        return sink;
    }

    @Override
    public void afterEach(ExtensionContext test) {
        if (test.getExecutionException().isEmpty()) {
            sinks(test).list.forEach(sink -> FlowGrammar.check(sink.events()));
        }
    }

    private static Sinks sinks(ExtensionContext test) {
        return test.getStore(OURS).computeIfAbsent(Sinks.class, key -> new Sinks(), Sinks.class);
    }

    private static final class Sinks {
        final List<RecordingSink> list = new ArrayList<>();
    }
}
