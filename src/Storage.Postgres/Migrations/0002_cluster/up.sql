-- What the ADO.NET providers of Orleans need: who is in the cluster, its reminders, and states of grains. A provider knows no table. It
-- looks up texts in OrleansQuery under keys of its own, gives them parameters of its own, and reads back columns by names of its own; these
-- names are Orleans' (10.4), all others are ours. docs/storage.md says what each text must answer.

CREATE TABLE OrleansQuery (
    QueryKey text COLLATE "C" PRIMARY KEY,
    QueryText text NOT NULL
);

-- The version that follows one, where versions are only ever compared. The first of a row is any number: whoever still holds a version of
-- a row of the same name that is gone must not find it again.
CREATE FUNCTION next_version(version int) RETURNS int LANGUAGE sql AS $$
    SELECT CASE WHEN version IS NULL THEN 1 + (random() * 1000000000)::int WHEN version = 2147483647 THEN 1 ELSE version + 1 END
$$;

-- The silos of a cluster. Each says every few seconds that it is alive, which costs a new row and no index (a HOT update).
CREATE TABLE cluster_members (
    cluster text COLLATE "C" NOT NULL,
    address text COLLATE "C" NOT NULL,
    port int NOT NULL,
    generation int NOT NULL,
    silo_name text COLLATE "C" NOT NULL,
    host_name text COLLATE "C" NOT NULL,
    proxy_port int NOT NULL,
    status int NOT NULL,
    started_at timestamptz NOT NULL,
    alive_at timestamptz NOT NULL,
    suspicions text COLLATE "C",
    PRIMARY KEY (cluster, address, port, generation)
) WITH (fillfactor = 50);

-- Who joins or changes in a cluster names the version it has seen and leaves the next one, in the same statement: of two that saw the same
-- one waits for this row, finds another version, and changes nothing.
CREATE TABLE cluster_versions (
    cluster text COLLATE "C" PRIMARY KEY,
    version int NOT NULL
) WITH (fillfactor = 10);

-- A silo reads those of its share of the hashes.
CREATE TABLE reminders (
    service text COLLATE "C" NOT NULL,
    grain text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    grain_hash int NOT NULL,
    version int NOT NULL,
    period_ms bigint NOT NULL,
    start_at timestamptz NOT NULL,
    PRIMARY KEY (service, grain, name)
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);

CREATE INDEX reminders_by_hash ON reminders (service, grain_hash);

-- The state of a grain; null where it was cleared. A key is two numbers (of a Guid or an integer) or a text, or both; the hashes lead the
-- index because they tell rows apart at once. What a write changes is in no index, and pages keep room for the next form of a row.
CREATE TABLE grain_states (
    grain_hash int NOT NULL,
    type_hash int NOT NULL,
    key_0 bigint NOT NULL,
    key_1 bigint NOT NULL,
    version int NOT NULL,
    key_text text COLLATE "C" NOT NULL,
    type text COLLATE "C" NOT NULL,
    service text COLLATE "C" NOT NULL,
    payload bytea,
    PRIMARY KEY (grain_hash, type_hash, key_0, key_1, key_text, type, service)
) WITH (fillfactor = 70);

-- States are read and written by functions, since the settings of the silo's connections are not ours: the plan is made once for a
-- connection, not for each call, and goes along the index even if it was made while the table was small.

CREATE FUNCTION read_grain_state(
    a_grain_hash int, a_type_hash int, a_key_0 bigint, a_key_1 bigint, a_key_text text, a_type text, a_service text,
    OUT payload bytea, OUT version int)
LANGUAGE plpgsql SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    SELECT s.payload, s.version INTO payload, version FROM grain_states AS s
    WHERE s.grain_hash = a_grain_hash AND s.type_hash = a_type_hash AND s.key_0 = a_key_0 AND s.key_1 = a_key_1
        AND s.key_text = coalesce(a_key_text, '') AND s.type = a_type AND s.service = a_service;
END
$$;

-- Without an expected version the state must be new. Returns the version it has now; null where it was not as expected, and nothing has changed.
CREATE FUNCTION write_grain_state(
    a_grain_hash int, a_type_hash int, a_key_0 bigint, a_key_1 bigint, a_key_text text, a_type text, a_service text,
    expected int, a_payload bytea)
RETURNS int LANGUAGE plpgsql SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    written int;
BEGIN
    IF expected IS NULL THEN
        INSERT INTO grain_states (grain_hash, type_hash, key_0, key_1, key_text, type, service, version, payload)
        VALUES (a_grain_hash, a_type_hash, a_key_0, a_key_1, coalesce(a_key_text, ''), a_type, a_service, next_version(NULL), a_payload)
        ON CONFLICT DO NOTHING
        RETURNING version INTO written;
    ELSE
        UPDATE grain_states AS s SET version = next_version(expected), payload = a_payload
        WHERE s.grain_hash = a_grain_hash AND s.type_hash = a_type_hash AND s.key_0 = a_key_0 AND s.key_1 = a_key_1
            AND s.key_text = coalesce(a_key_text, '') AND s.type = a_type AND s.service = a_service AND s.version = expected
        RETURNING s.version INTO written;
    END IF;
    RETURN written;
END
$$;

-- The same of a state that goes with its row.
CREATE FUNCTION delete_grain_state(
    a_grain_hash int, a_type_hash int, a_key_0 bigint, a_key_1 bigint, a_key_text text, a_type text, a_service text, expected int)
RETURNS int LANGUAGE plpgsql SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    deleted int;
BEGIN
    DELETE FROM grain_states AS s
    WHERE s.grain_hash = a_grain_hash AND s.type_hash = a_type_hash AND s.key_0 = a_key_0 AND s.key_1 = a_key_1
        AND s.key_text = coalesce(a_key_text, '') AND s.type = a_type AND s.service = a_service AND s.version = expected
    RETURNING next_version(s.version) INTO deleted;
    RETURN deleted;
END
$$;

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES
-- The cluster. A row of the version is answered even if there are no members.
('InsertMembershipVersionKey', $$
    WITH made AS (
        INSERT INTO cluster_versions (cluster, version) VALUES (@DeploymentId, 0) ON CONFLICT DO NOTHING RETURNING 1)
    SELECT EXISTS (SELECT FROM made)
$$),
('MembershipReadAllKey', $$
    SELECT v.version AS Version, m.address AS Address, m.port AS Port, m.generation AS Generation, m.silo_name AS SiloName,
        m.host_name AS HostName, m.status AS Status, m.proxy_port AS ProxyPort, m.suspicions AS SuspectTimes,
        m.started_at AS StartTime, m.alive_at AS IAmAliveTime
    FROM cluster_versions AS v LEFT JOIN cluster_members AS m ON m.cluster = v.cluster
    WHERE v.cluster = @DeploymentId
$$),
('MembershipReadRowKey', $$
    SELECT v.version AS Version, m.address AS Address, m.port AS Port, m.generation AS Generation, m.silo_name AS SiloName,
        m.host_name AS HostName, m.status AS Status, m.proxy_port AS ProxyPort, m.suspicions AS SuspectTimes,
        m.started_at AS StartTime, m.alive_at AS IAmAliveTime
    FROM cluster_versions AS v LEFT JOIN cluster_members AS m
        ON m.cluster = v.cluster AND m.address = @Address AND m.port = @Port AND m.generation = @Generation
    WHERE v.cluster = @DeploymentId
$$),
('GatewaysQueryKey', $$
    SELECT address AS Address, proxy_port AS ProxyPort, generation AS Generation
    FROM cluster_members
    WHERE cluster = @DeploymentId AND status = @Status AND proxy_port > 0
$$),
('InsertMembershipKey', $$
    WITH counted AS (
        UPDATE cluster_versions SET version = version + 1
        WHERE cluster = @DeploymentId AND version = @Version
            AND NOT EXISTS (
                SELECT FROM cluster_members
                WHERE cluster = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation)
        RETURNING cluster),
    joined AS (
        INSERT INTO cluster_members (
            cluster, address, port, generation, silo_name, host_name, proxy_port, status, started_at, alive_at)
        SELECT cluster, @Address, @Port, @Generation, @SiloName, @HostName, @ProxyPort, @Status, @StartTime, @IAmAliveTime
        FROM counted
        ON CONFLICT DO NOTHING
        RETURNING 1)
    SELECT EXISTS (SELECT FROM joined)
$$),
('UpdateMembershipKey', $$
    WITH counted AS (
        UPDATE cluster_versions SET version = version + 1
        WHERE cluster = @DeploymentId AND version = @Version
            AND EXISTS (
                SELECT FROM cluster_members
                WHERE cluster = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation)
        RETURNING cluster),
    changed AS (
        UPDATE cluster_members AS m SET status = @Status, suspicions = nullif(@SuspectTimes, ''), alive_at = @IAmAliveTime
        FROM counted
        WHERE m.cluster = counted.cluster AND m.address = @Address AND m.port = @Port AND m.generation = @Generation
        RETURNING 1)
    SELECT EXISTS (SELECT FROM changed)
$$),
('UpdateIAmAlivetimeKey', $$
    UPDATE cluster_members SET alive_at = @IAmAliveTime
    WHERE cluster = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
$$),
('DeleteMembershipTableEntriesKey', $$
    WITH members AS (DELETE FROM cluster_members WHERE cluster = @DeploymentId)
    DELETE FROM cluster_versions WHERE cluster = @DeploymentId
$$),
-- 6 is a dead silo. Where the provider knows the second text it looks for the dead itself, and takes away each that is still as it saw it.
('CleanupDefunctSiloEntriesKey', $$
    DELETE FROM cluster_members
    WHERE cluster = @DeploymentId AND status = 6 AND started_at < @IAmAliveTime AND alive_at < @IAmAliveTime
$$),
('CleanupDefunctSiloEntryKey', $$
    DELETE FROM cluster_members
    WHERE cluster = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation AND status = 6
        AND started_at = @StartTime AND alive_at = @IAmAliveTime AND suspicions IS NOT DISTINCT FROM nullif(@SuspectTimes, '')
$$),

-- Reminders. Hashes are on a ring, from behind BeginHash up to EndHash; the provider asks by the second text where that goes over the end
-- of the numbers, or all around.
('ReadReminderRowsKey', $$
    SELECT grain AS GrainId, name AS ReminderName, start_at AS StartTime, period_ms AS Period, version AS Version
    FROM reminders
    WHERE service = @ServiceId AND grain = @GrainId
$$),
('ReadReminderRowKey', $$
    SELECT grain AS GrainId, name AS ReminderName, start_at AS StartTime, period_ms AS Period, version AS Version
    FROM reminders
    WHERE service = @ServiceId AND grain = @GrainId AND name = @ReminderName
$$),
('ReadRangeRows1Key', $$
    SELECT grain AS GrainId, name AS ReminderName, start_at AS StartTime, period_ms AS Period, version AS Version
    FROM reminders
    WHERE service = @ServiceId AND grain_hash > @BeginHash AND grain_hash <= @EndHash
$$),
('ReadRangeRows2Key', $$
    SELECT grain AS GrainId, name AS ReminderName, start_at AS StartTime, period_ms AS Period, version AS Version
    FROM reminders
    WHERE service = @ServiceId AND grain_hash > @BeginHash
    UNION ALL
    SELECT grain, name, start_at, period_ms, version
    FROM reminders
    WHERE service = @ServiceId AND grain_hash <= @EndHash
$$),
('UpsertReminderRowKey', $$
    INSERT INTO reminders AS r (service, grain, name, grain_hash, version, period_ms, start_at)
    VALUES (@ServiceId, @GrainId, @ReminderName, @GrainHash, next_version(NULL), @Period, @StartTime)
    ON CONFLICT (service, grain, name) DO UPDATE
    SET grain_hash = excluded.grain_hash, version = next_version(r.version), period_ms = excluded.period_ms, start_at = excluded.start_at
    RETURNING version AS Version
$$),
('DeleteReminderRowKey', $$
    WITH deleted AS (
        DELETE FROM reminders
        WHERE service = @ServiceId AND grain = @GrainId AND name = @ReminderName AND version = @Version
        RETURNING 1)
    SELECT EXISTS (SELECT FROM deleted)
$$),
('DeleteReminderRowsKey', $$
    DELETE FROM reminders WHERE service = @ServiceId
$$),

-- States of grains. Any answer but another version, null too, is an InconsistentStateException.
('ReadFromStorageKey', $$
    SELECT payload AS PayloadBinary, version AS Version
    FROM read_grain_state(
        @GrainIdHash, @GrainTypeHash, @GrainIdN0, @GrainIdN1, @GrainIdExtensionString, @GrainTypeString, @ServiceId)
$$),
('WriteToStorageKey', $$
    SELECT write_grain_state(
        @GrainIdHash, @GrainTypeHash, @GrainIdN0, @GrainIdN1, @GrainIdExtensionString, @GrainTypeString, @ServiceId,
        @GrainStateVersion, @PayloadBinary) AS NewGrainStateVersion
$$),
('ClearStorageKey', $$
    SELECT write_grain_state(
        @GrainIdHash, @GrainTypeHash, @GrainIdN0, @GrainIdN1, @GrainIdExtensionString, @GrainTypeString, @ServiceId,
        @GrainStateVersion, NULL) AS NewGrainStateVersion
$$),
('DeleteStorageKey', $$
    SELECT delete_grain_state(
        @GrainIdHash, @GrainTypeHash, @GrainIdN0, @GrainIdN1, @GrainIdExtensionString, @GrainTypeString, @ServiceId,
        @GrainStateVersion) AS NewGrainStateVersion
$$);
