-- Shows a capture of version 1 as one of the present version: temporary views and tables, which hide the file's own of the
-- same name and leave it as it is. Views name the file's tables with main.

CREATE TEMP VIEW connections AS
  SELECT *,
         0 AS cut_bytes
    FROM main.connections;

CREATE TEMP VIEW exchanges AS
  SELECT *,
         0 AS request_cut,
         0 AS response_cut
    FROM main.exchanges;
