-- Contents that are the same every time: 60 accounts, 240 pitches and what belongs to them. All times
-- lie in 2024. The password of everybody is "secret"; the token of account N is "token-N".

INSERT INTO account (email, name, bio, role, password, created_at)
SELECT lower(name) || n || '@example.org', name || ' ' || surname,
  CASE n % 4 WHEN 0 THEN '' WHEN 1 THEN 'Builds "things"' WHEN 2 THEN 'Angel since ' || 2000 + n % 20 ELSE 'Ünïcode, tab	and \ back' END,
  CASE WHEN n = 1 THEN 'admin' WHEN n % 3 = 0 THEN 'investor' WHEN n % 3 = 1 THEN 'founder' ELSE 'user' END,
  md5(lower(name) || n || '@example.org' || 'secret'), timestamptz '2024-01-01 08:00Z' + n * interval '7 hours'
FROM generate_series(1, 60) n,
  LATERAL (SELECT (ARRAY['Ada','Bruno','Chloe','Dmitri','Esi','Farah','Goran','Hana','Ivo','Jun'])[1 + n % 10] AS name,
    (ARRAY['Lovell','Okafor','Petit','Quist','Rossi','Sato','Toth'])[1 + n % 7] AS surname) names
ORDER BY n;
UPDATE account SET state = 'banned' WHERE id = 59;

INSERT INTO session (token, account_id, agent, created_at, expires_at)
SELECT 'token-' || n, n, 'seed', timestamptz '2024-06-01 00:00Z' + n * interval '1 minute', timestamptz '2099-01-01 00:00Z'
FROM generate_series(1, 60) n;
INSERT INTO session (token, account_id, agent, created_at, expires_at) VALUES
  ('token-old', 2, 'seed', '2024-02-01 00:00Z', '2024-02-15 00:00Z'),
  ('token-phone', 2, 'phone', '2024-06-02 00:00Z', '2099-01-01 00:00Z');

INSERT INTO category (slug, name) VALUES ('climate', 'Climate'), ('health', 'Health'), ('games', 'Games'),
  ('food', 'Food & Drink'), ('tools', 'Developer Tools'), ('space', 'Space');

INSERT INTO pitch (account_id, category_id, title, summary, state, goal, views, created_at, published_at)
SELECT 1 + n * 7 % 57, 1 + n % 6, adjective || ' ' || noun || ' ' || n,
  'A ' || lower(adjective) || ' ' || lower(noun) || ' for people who ' || (ARRAY['cook','travel','code','run','read'])[1 + n % 5] || ' every day.',
  CASE WHEN n % 11 = 0 THEN 'draft' WHEN n % 23 = 0 THEN 'archived' ELSE 'published' END,
  100000 + n * 2500, n * 37 % 501, timestamptz '2024-02-01 09:00Z' + n * interval '11 hours',
  CASE WHEN n % 11 <> 0 THEN timestamptz '2024-02-01 12:00Z' + n * interval '11 hours' END
FROM generate_series(1, 240) n,
  LATERAL (SELECT (ARRAY['Solar','Quiet','Shared','Tiny','Open','Edible','Modular','Honest'])[1 + n * 3 % 8] AS adjective,
    (ARRAY['Kettle','Bicycle','Notebook','Drone','Garden','Compiler','Satellite'])[1 + n * 5 % 7] AS noun) words
ORDER BY n;

INSERT INTO tag (name) SELECT unnest(ARRAY['ai','b2b','hardware','green','mobile','open-source','seed','series-a','social','unused']);
INSERT INTO pitch_tag
SELECT n, 1 + (n + k * 4) % 9 FROM generate_series(1, 240) n, generate_series(0, n % 3) k;

INSERT INTO pitch_like (pitch_id, account_id, liked_at)
SELECT n, a, timestamptz '2024-05-01 00:00Z' + (n * 60 + a) * interval '1 minute'
FROM generate_series(1, 240) n, generate_series(1, 60) a WHERE n * a % 13 = 1 + n % 4;
UPDATE pitch SET like_count = (SELECT count(*) FROM pitch_like WHERE pitch_id = pitch.id);

INSERT INTO comment (pitch_id, account_id, parent_id, body, written_at)
SELECT 1 + n * 3 % 120, 1 + n * 5 % 58, CASE WHEN n % 4 = 0 AND n > 120 THEN n - 120 END,
  (ARRAY['Love it','How do you earn money?','I would buy this','Seen before','When does it ship?'])[1 + n % 5] || ' (' || n || ')',
  timestamptz '2024-05-10 10:00Z' + n * interval '13 minutes'
FROM generate_series(1, 360) n ORDER BY n;
UPDATE comment SET hidden = true WHERE id % 29 = 0;

INSERT INTO follow (follower_id, followed_id, since)
SELECT a, b, timestamptz '2024-04-01 00:00Z' + (a * 60 + b) * interval '1 minute'
FROM generate_series(1, 60) a, generate_series(1, 60) b WHERE a <> b AND (a * 5 + b * 3) % 11 = 0;

INSERT INTO conversation (subject) SELECT 'About ' || title FROM pitch WHERE id <= 20 ORDER BY id;
INSERT INTO participant (conversation_id, account_id)
SELECT n, 2 FROM generate_series(1, 20) n UNION ALL SELECT n, 3 + n FROM generate_series(1, 20) n;
INSERT INTO message (conversation_id, sender_id, body, sent_at)
SELECT 1 + n % 20, CASE WHEN n / 20 % 2 = 0 THEN 2 ELSE 4 + n % 20 END, 'Message ' || n,
  timestamptz '2024-06-01 12:00Z' + n * interval '5 minutes'
FROM generate_series(0, 99) n ORDER BY n;

INSERT INTO notification (account_id, kind, subject, seen, sent_at)
SELECT 1 + n % 20, (ARRAY['like','comment','follow','investment'])[1 + n % 4], 'pitch ' || 1 + n, n % 5 = 0,
  timestamptz '2024-06-10 00:00Z' + n * interval '3 minutes'
FROM generate_series(0, 199) n ORDER BY n;

INSERT INTO wallet (account_id, balance) SELECT n, n % 7 * 100000 FROM generate_series(1, 60) n;
INSERT INTO investment (pitch_id, account_id, amount, state, made_at)
SELECT 1 + n * 7 % 200, 3 * (1 + n % 18), 1000 * (1 + n % 9), (ARRAY['pledged','paid','cancelled'])[1 + n % 3],
  timestamptz '2024-05-20 00:00Z' + n * interval '1 hour'
FROM generate_series(1, 150) n ORDER BY n;
INSERT INTO ledger (account_id, amount, reason, booked_at)
SELECT account_id, -amount, 'investment ' || id, made_at FROM investment ORDER BY id;

INSERT INTO event (pitch_id, kind, source, happened_at)
SELECT 1 + n * 11 % 60, (ARRAY['view','view','view','click','share'])[1 + n % 5], (ARRAY['direct','search','mail'])[1 + n % 3],
  timestamptz '2024-06-01 00:00Z' + n * interval '17 minutes'
FROM generate_series(1, 1200) n ORDER BY n;
INSERT INTO daily (day, pitch_id, views, clicks)
SELECT date '2024-05-25' + n % 7, 1 + n / 7, n * 3 % 40, n % 9 FROM generate_series(0, 139) n;

INSERT INTO search_log (words, hits, searched_at)
SELECT (ARRAY['solar','drone','garden','nothing'])[1 + n % 4], n % 4 * 10, timestamptz '2024-06-01 00:00Z' + n * interval '1 hour'
FROM generate_series(1, 50) n ORDER BY n;

INSERT INTO complaint (pitch_id, account_id, reason, state)
SELECT n * 4, 2 + n, 'spam', CASE WHEN n % 3 = 0 THEN 'dismissed' ELSE 'open' END FROM generate_series(1, 12) n ORDER BY n;
INSERT INTO audit (actor, action, subject, done_at)
SELECT 1, 'ban', 'account ' || n, timestamptz '2024-03-01 00:00Z' + n * interval '1 day' FROM generate_series(40, 59) n ORDER BY n;
INSERT INTO setting VALUES ('motd', 'Welcome'), ('max_goal', '100000000'), ('registration', 'open');
ANALYZE;
