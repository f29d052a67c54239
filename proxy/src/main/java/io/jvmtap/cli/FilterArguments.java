package io.jvmtap.cli;

import io.jvmtap.query.filter.Filter;
import io.jvmtap.query.filter.FilterParser;
import io.jvmtap.query.filter.FilterSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Stack;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** FILTER: what is left of a command line, as one expression. */
final class FilterArguments {
    @Parameters(
            paramLabel = "FILTER",
            arity = "0..*",
            description = {
                "Only rows that match: words of method, host, path or status, regular expressions for the URL, and",
                "  ~d host  ~m method  ~c status  ~u url  ~h header  ~b body  ~t type  ~e failed  ~q unanswered",
                "  ~caller ~thread ~pid ~proto  ~dur '>500ms'  ~size '>1M'  ~lookup ~route ~target ~grpc",
                "  domain:*.example.com  status-code:404  mime-type:...  larger-than:100k  -method:GET",
                "joined by & | ! ( ); neighbours mean and. Quote it for the shell; CAPTURE.md has all of it."
            })
    private List<String> words = new ArrayList<>();

    boolean given() {
        return !words.isEmpty();
    }

    /** @throws Mistake if it means nothing */
    Filter filter(CommandLine command) {
        try {
            return FilterParser.parse(String.join(" ", words));
        } catch (FilterSyntaxException e) {
            throw new Mistake(command, e);
        }
    }

    /** A wrong expression: the place is shown below the line that says what is wrong. */
    static final class Mistake extends CommandLine.ParameterException {
        private static final long serialVersionUID = 1;

        private final String shown;

        Mistake(CommandLine command, FilterSyntaxException mistake) {
            super(command, "wrong filter: " + mistake.getMessage());
            shown = mistake.shown();
        }

        String shown() {
            return shown.indent(2);
        }
    }

    /** {@code -method:GET} looks like options to the command line, but is none. */
    static final class Dashes implements CommandLine.IParameterPreprocessor {
        @Override
        public boolean preprocess(
                Stack<String> arguments,
                CommandLine.Model.CommandSpec command,
                CommandLine.Model.ArgSpec argument,
                java.util.Map<String, Object> info) {
            arguments.replaceAll(each -> FilterParser.negatedKey(each) ? "!" + each.substring(1) : each);
            return false;
        }
    }
}
