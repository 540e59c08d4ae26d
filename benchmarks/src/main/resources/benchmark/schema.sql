-- SPDX-License-Identifier: Apache-2.0
CREATE TABLE items (id BIGINT PRIMARY KEY, name VARCHAR(20) NOT NULL, price INT NOT NULL);
INSERT INTO items VALUES (1, 'one', 1), (2, 'two', 2), (3, 'three', 3), (4, 'four', 4), (5, 'five', 5),
	(6, 'six', 6), (7, 'seven', 7), (8, 'eight', 8), (9, 'nine', 9), (10, 'ten', 10);
