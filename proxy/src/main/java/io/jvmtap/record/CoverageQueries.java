package io.jvmtap.record;

import io.jvmtap.query.ProgramCoverage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How much of what the programs said was tapped. */
final class CoverageQueries {
    private static final String PROGRAMS = "SELECT p.id, p.pid, p.label, p.java_version, c.tapped, c.untapped, c.hooks,"
            + " c.suppressed, c.dropped FROM programs p LEFT JOIN coverage c ON c.program = p.id ORDER BY p.started_at";
    private static final String ROWS = "SELECT reason, count(*) FROM bypasses WHERE program = ? GROUP BY reason";

    private CoverageQueries() {}

    static List<ProgramCoverage> all(Connection database) throws SQLException {
        List<ProgramCoverage> all = new ArrayList<>();
        try (PreparedStatement statement = database.prepareStatement(PROGRAMS);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                Fields fields = new Fields(rows);
                String program = fields.text();
                all.add(new ProgramCoverage(
                        program,
                        fields.number(),
                        fields.text(),
                        fields.text(),
                        fields.number(),
                        ProgramCoverage.reasons(fields.strings(), bypasses(database, program)),
                        fields.strings(),
                        fields.number(),
                        fields.number()));
            }
        }
        return all;
    }

    private static Map<String, Long> bypasses(Connection database, String program) throws SQLException {
        Map<String, Long> reasons = new HashMap<>();
        try (PreparedStatement statement = database.prepareStatement(ROWS)) {
            statement.setString(1, program);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    reasons.put(rows.getString(1), rows.getLong(2));
                }
            }
        }
        return reasons;
    }
}
